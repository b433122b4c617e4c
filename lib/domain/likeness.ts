/**
 * What two outputs have in common that a person need not read twice: the same variables and, but for case, spacing,
 * the kind of quotation marks and dashes, and a final full stop, the same text. A changed word or sign is a difference:
 * it can change the grade. Prompt, model and metadata are none.
 */
export const likenessOf = (variables: unknown, text: string): string =>
  JSON.stringify([fold(JSON.stringify(variables)), fold(text)]);

const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2018\u2019\u201a\u201b]/gu, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/gu, '"')
    .replace(/[\u2010-\u2015]/gu, "-")
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[.\u2026]+$/u, "");
