import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import type { ReactNode } from "react";

const lowlight = createLowlight({ javascript, json, python, typescript, yaml });

/** What lowlight makes of a text: plain nodes, turned into React elements, so that nothing of it is ever HTML. */
type Node = {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly Node[];
};

function render(nodes: readonly Node[]): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    const names = node.properties?.className;
    return (
      <span key={index} className={Array.isArray(names) ? names.join(" ") : undefined}>
        {render(node.children ?? [])}
      </span>
    );
  });
}

const TOO_LONG = 100_000;

export function CodeBlock({ text, language }: { readonly text: string; readonly language: string }) {
  const isKnown = lowlight.registered(language) && text.length < TOO_LONG;
  return (
    <pre
      tabIndex={0}
      aria-label="source"
      className="max-h-96 overflow-auto rounded-md border border-line bg-bg p-3 font-mono text-[13px] leading-5"
    >
      <code>{isKnown ? render(lowlight.highlight(language, text).children) : text}</code>
    </pre>
  );
}
