import { z } from "zod";
import { parseJson } from "./json";

/** A text that reads better laid out than as it came: what it is, and what is shown of it. */
export type LaidOut =
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "code"; readonly text: string; readonly language: string }
  | { readonly kind: "markdown"; readonly text: string };

/** How a text can be laid out; null: it is plain text. */
export function laidOut(text: string): LaidOut | null {
  const json = asJson(text);
  if (json !== null) return { kind: "json", text: json };
  const fenced = /^\s*```([\w+#-]*)[ \t]*\n([\s\S]*?)\n?```\s*$/.exec(text);
  const inside = fenced?.[2];
  if (inside !== undefined && !inside.includes("```"))
    return { kind: "code", text: inside, language: fenced?.[1]?.toLowerCase() ?? "" };
  const language = codeLanguageOf(text);
  if (language !== null) return { kind: "code", text, language };
  return looksLikeMarkdown(text) ? { kind: "markdown", text } : null;
}

/** JSON objects and arrays are indented; anything else is null and shown as it is. */
function asJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const parsed = parseJson(text, z.json());
  return parsed.ok ? JSON.stringify(parsed.value, null, 2) : null;
}

/** Whether a text uses marks that Markdown would show otherwise: headings, lists, bold, code, tables, links. */
const looksLikeMarkdown = (text: string): boolean =>
  /^(?:#{1,6} |[-*+] |\d+[.)] |> |```|\|.+\|)|\*\*[^*\n]+\*\*|__[^_\n]+__|`[^`\n]+`|\[[^\]\n]+\]\([^)\n]+\)/m.test(
    text,
  );

const PYTHON =
  /^\s*(?:(?:async )?def \w+\(.*|class \w+.*:|import [\w.]+(?: as \w+)?|from [\w.]+ import .+|(?:if|elif|for|while|with|try|except|else)\b.*:|@\w+.*|return\b.*|print\(.*\)|raise\b.*)$/;
const SCRIPT =
  /^\s*(?:(?:export |default |async )*(?:function|class)\b.*|(?:export )?(?:const|let|var|type|interface|enum) .+|import .+from .+|return\b.*;?|(?:if|for|while|switch|catch) ?\(.*|\} ?(?:else|catch|finally).*|\/\/.*)$/;
/** A line that ends or begins as only code does. */
const SHAPE =
  /[;{}]\s*$|^\s*[})\]]+[;,]?\s*$|^\s*[\w.[\]"']+ ?(?:[+*/-]?=|:=) ?\S|^\s*[\w.]+\(.*\)\s*;?$|^\s*#[^ #]/;
const TYPED = /^\s*(?:export )?(?:interface|type|enum) \w+|: (?:string|number|boolean|void|unknown)\b/m;

/** The language of a text that is nothing but code; null: it is none, or that is not sure. A sentence in it makes it prose. */
export function codeLanguageOf(text: string): "python" | "javascript" | "typescript" | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2) return null;
  const python = lines.filter((line) => PYTHON.test(line)).length;
  const script = lines.filter((line) => SCRIPT.test(line)).length;
  if (python + script === 0) return null;
  const isOfCode = (line: string) =>
    PYTHON.test(line) || SCRIPT.test(line) || SHAPE.test(line) || /^(?: {2}|\t)/.test(line);
  if (lines.filter(isOfCode).length < lines.length * 0.8) return null;
  if (python > script) return "python";
  return TYPED.test(text) ? "typescript" : "javascript";
}
