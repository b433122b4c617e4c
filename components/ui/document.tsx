import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

/** As anchors are written on GitHub: lower case, hyphens for spaces. */
const slug = (children: ReactNode): string =>
  (typeof children === "string" ? children : "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

const components: Components = {
  h1: ({ children }) => <h1 className="mb-4 text-2xl">{children}</h1>,
  h2: ({ children }) => (
    <h2 id={slug(children)} className="mt-8 mb-2 scroll-mt-6 text-lg">
      {children}
    </h2>
  ),
  p: ({ children }) => <p className="mb-3">{children}</p>,
  ul: ({ children }) => <ul className="mb-3 list-disc pl-6">{children}</ul>,
  table: ({ children }) => (
    <div className="mb-3 overflow-x-auto" tabIndex={0} role="region" aria-label="table">
      <table className="border-collapse text-sm">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className="border border-line px-2 py-1 text-left font-medium">{children}</th>,
  td: ({ children }) => <td className="border border-line px-2 py-1">{children}</td>,
  code: ({ children }) => <code className="font-mono text-[0.9em] break-words">{children}</code>,
  pre: ({ children }) => (
    <pre tabIndex={0} className="mb-3 overflow-auto rounded-md border border-line bg-surface p-3 text-[13px]">
      {children}
    </pre>
  ),
};

/** A document of ours with headings that can be linked to. */
export const Document = ({ text }: { readonly text: string }) => (
  <article className="leading-relaxed break-words">
    <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
      {text}
    </ReactMarkdown>
  </article>
);
