import clsx from "clsx";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { CodeBlock } from "@/components/ui/code-block";
import { ExportTarget } from "@/lib/domain/export-target";
import type { FilePreview, ShownExport } from "@/lib/domain/export-page";

const NAMES = {
  python: "Python + pytest",
  typescript: "TypeScript + vitest",
  promptfoo: "promptfoo",
  json: "evaluator.json",
} as const satisfies Record<ExportTarget, string>;

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ["py", "python"],
  ["ts", "typescript"],
  ["cjs", "javascript"],
  ["json", "json"],
  ["yaml", "yaml"],
]);

const languageOf = (path: string): string => LANGUAGES.get(path.split(".").at(-1) ?? "") ?? "text";

type Props = { readonly target: ExportTarget; readonly shown: ShownExport };

/** One version as the files of one target, with the command that runs them. */
export function ExportFiles({ target, shown: { evaluator, command, files, recorded } }: Props) {
  const download = `/api/evaluators/${evaluator.id}/${target}`;
  return (
    <section aria-labelledby="take-away" className="flex flex-col gap-4">
      <h2 id="take-away">{`Take version ${evaluator.number} away`}</h2>
      <nav aria-label="Targets" className="flex flex-wrap gap-1 border-b border-line">
        {ExportTarget.options.map((option) => (
          <Link
            key={option}
            href={`?version=${evaluator.number}&target=${option}`}
            aria-current={option === target ? "page" : undefined}
            className={clsx("-mb-px border-b-2 px-3 py-2 no-underline", {
              "border-accent font-medium": option === target,
              "border-transparent text-muted": option !== target,
            })}
          >
            {NAMES[option]}
          </Link>
        ))}
      </nav>
      {recorded.length > 0 && target !== "json" && (
        <p className="text-warn">
          {`⚠ Not in these files: ${recorded.join(", ")}. Recorded verdicts were made elsewhere; there is nothing to run.`}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <ButtonLink href={download} prefetch={false} variant="primary">
          Download all as zip
        </ButtonLink>
        <code className="min-w-0 flex-1 rounded border border-line bg-surface px-2 py-1.5 text-sm break-all">
          {command}
        </code>
        <CopyButton text={command} what="the command" />
      </div>
      {files.map((file, i) => (
        <FileDetails
          key={file.path}
          file={file}
          href={`${download}?file=${encodeURIComponent(file.path)}`}
          isOpen={i === 0}
        />
      ))}
    </section>
  );
}

function FileDetails({
  file,
  href,
  isOpen,
}: {
  readonly file: FilePreview;
  readonly href: string;
  readonly isOpen: boolean;
}) {
  return (
    <details open={isOpen} className="border-t border-line pt-2">
      <summary className="cursor-pointer font-mono text-sm">{file.path}</summary>
      <div className="mt-2 flex flex-col gap-2">
        <div className="flex gap-2">
          {!file.isCut && <CopyButton text={file.text} what={file.path} />}
          <ButtonLink href={href} prefetch={false} size="sm" aria-label={`Download ${file.path}`}>
            Download
          </ButtonLink>
        </div>
        <CodeBlock text={file.text} language={languageOf(file.path)} />
        {file.isCut && <p className="text-sm text-muted">The file goes on; the download has all of it.</p>}
      </div>
    </details>
  );
}
