/* Reads WebVTT files as the parser of the W3C does, and says what is wrong with each: {file: [problems]}. */
const { readFileSync } = require("node:fs");
const { WebVTTParser } = require("webvtt-parser");

const said = {};
for (const file of process.argv.slice(2)) {
  const { cues, errors } = new WebVTTParser().parse(readFileSync(file, "utf8"), "subtitles");
  said[file] = errors.map(({ line, col, message }) => `${line}:${col ?? ""} ${message}`);
  if (!cues.length) said[file].push("no cue");
}
console.log(JSON.stringify(said));
