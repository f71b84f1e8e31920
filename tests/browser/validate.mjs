// Reads {address: html} from standard input, writes what html-validate has to say, one note a line.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const config = JSON.parse(readFileSync(new URL("../../.htmlvalidate.json", import.meta.url)));
const validator = new HtmlValidate(new StaticConfigLoader(config));
const pages = JSON.parse(readFileSync(0, "utf8"));
for (const [address, html] of Object.entries(pages)) {
  const report = await validator.validateString(html, address);
  for (const note of report.results.flatMap((result) => result.messages)) {
    console.log(`${address}:${note.line} ${note.ruleId}: ${note.message}`);
  }
}
