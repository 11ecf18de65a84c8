/* On error pages: what was sent did not arrive, so the form may give the words back. */
for (const name of Object.keys(sessionStorage)) {
  if (!name.startsWith("keep:")) continue;
  const kept = JSON.parse(sessionStorage.getItem(name));
  if (kept?.sent) sessionStorage.setItem(name, JSON.stringify({ ...kept, sent: false }));
}
