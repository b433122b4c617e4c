/** A moment to the minute. */
export const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Whatever Markdown would read as its own, or as HTML, is text; and it stays on one line. */
export const escape = (text: string): string =>
  text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]<>#|~&!]/g, String.raw`\$&`);

/** Lines of a quotation; a list or heading in it stays text. */
export const quote = (text: string): string =>
  text
    .split(/\r?\n/)
    .map(
      (line) =>
        `> ${escape(line)
          .replace(/^(\s*)(\d+)([.)])/, String.raw`$1$2\$3`)
          .replace(/^(\s*)([-+=])/, String.raw`$1\$2`)}`,
    )
    .join("\n");
