import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import { CodeBlock } from "./code-block";

type Element = NonNullable<ExtraProps["node"]>;

/** The text of an element and of all that is in it. */
const textOf = (node: Element | undefined): string =>
  (node?.children ?? [])
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? textOf(child) : ""))
    .join("");

/** The language that a fence names; empty: none. */
function languageOf(node: Element | undefined): string {
  const code = node?.children.find((child) => child.type === "element");
  const names = code?.properties["className"];
  const named = Array.isArray(names)
    ? names.map(String).find((name) => name.startsWith("language-"))
    : undefined;
  return named?.slice("language-".length).toLowerCase() ?? "";
}

/** Nothing is fetched for a text under judgement: a picture is its description and address. */
const components: Components = {
  img: ({ alt, src }) => (
    <span className="text-muted">{`[image: ${alt ?? ""}${typeof src === "string" ? ` ${src}` : ""}]`}</span>
  ),
  a: ({ children, href }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="underline">
      {children}
    </a>
  ),
  h1: ({ children }) => <p className="mt-3 text-lg font-semibold">{children}</p>,
  h2: ({ children }) => <p className="mt-3 font-semibold">{children}</p>,
  h3: ({ children }) => <p className="mt-2 font-medium">{children}</p>,
  ul: ({ children }) => <ul className="list-disc pl-6">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal pl-6">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-line pl-3 text-muted">{children}</blockquote>
  ),
  pre: ({ node }) => <CodeBlock text={textOf(node).replace(/\n$/, "")} language={languageOf(node)} />,
  code: ({ children }) => <code className="font-mono text-[0.9em]">{children}</code>,
  table: ({ children }) => (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="table">
      <table className="border-collapse text-sm">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className="border border-line px-2 py-1 text-left font-medium">{children}</th>,
  td: ({ children }) => <td className="border border-line px-2 py-1">{children}</td>,
};

/** Markdown as elements: HTML in it stays text, unsafe addresses are dropped, and its headings are none of the page's. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div dir="auto" className="flex max-w-[72ch] flex-col gap-2 break-words">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
