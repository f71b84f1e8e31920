// For each line of standard input, {address: html} as JSON, answers one line: what html-validate
// has to say, as a JSON list. One process serves a whole run: loading the rules takes a second.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const config = JSON.parse(readFileSync(new URL("../../.htmlvalidate.json", import.meta.url)));
const validator = new HtmlValidate(new StaticConfigLoader(config));
for await (const line of createInterface({ input: process.stdin })) {
  const notes = [];
  for (const [address, html] of Object.entries(JSON.parse(line))) {
    const report = await validator.validateString(html, address);
    for (const note of report.results.flatMap((result) => result.messages)) {
      notes.push(`${address}:${note.line} ${note.ruleId}: ${note.message}`);
    }
  }
  console.log(JSON.stringify(notes));
}
