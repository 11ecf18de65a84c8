/* Photos, made small before they are sent: a phone's photo of 8 MB becomes half a megabyte, and its place is gone. */
const LONG_SIDE = 2048;
const QUALITY = 0.85;
const PREVIEW = 320;
// Animations would stand still, and drawings lose their edges.
const LEFT_AS_THEY_ARE = ["image/gif", "image/svg+xml"];

function scaled(bitmap, side) {
  const factor = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * factor));
  canvas.height = Math.max(1, Math.round(bitmap.height * factor));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/* {bytes, preview}: what to send, and a canvas to look at. What this browser cannot read is sent as it is: the server
 * reads more kinds, and says so where it cannot. */
export async function prepare(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const preview = scaled(bitmap, PREVIEW);
    if (LEFT_AS_THEY_ARE.includes(file.type)) return { bytes: file, preview };
    if (Math.max(bitmap.width, bitmap.height) <= LONG_SIDE) return { bytes: file, preview };
    const bytes = await new Promise((resolve) => scaled(bitmap, LONG_SIDE).toBlob(resolve, "image/jpeg", QUALITY));
    return { bytes: bytes && bytes.size < file.size ? bytes : file, preview };
  } catch {
    return { bytes: file, preview: null };
  } finally {
    bitmap?.close();
  }
}

export async function previewOf(bytes) {
  try {
    const bitmap = await createImageBitmap(bytes, { imageOrientation: "from-image" });
    const preview = scaled(bitmap, PREVIEW);
    bitmap.close();
    return preview;
  } catch {
    return null;
  }
}
