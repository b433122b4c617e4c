import { letInHere } from "@/app/page-gate";
import Link from "next/link";
import { NewOrSample } from "@/components/shell/new-or-sample";
import { ProjectList } from "@/components/shell/project-list";
import { isWithAccounts } from "@/lib/db/auth";
import { listProjects } from "@/lib/db/projects";

export const dynamic = "force-dynamic";

export default async function HomePage() {
  const person = await letInHere();
  const projects = await listProjects(isWithAccounts ? person.id : null);
  const sample = projects.find(({ isSample }) => isSample);
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-8 px-5 py-12">
      <header className="flex flex-col gap-4">
        <p className="flex justify-between gap-3 text-sm font-medium text-muted">
          Touchstone
          {isWithAccounts && <Link href="/settings/account">{person.name}</Link>}
        </p>
        <h1 className="text-2xl sm:text-3xl">Which of your evaluators can you trust?</h1>
        <p className="max-w-[62ch] text-lg text-muted">
          Bring the outputs of your LLM pipeline, grade a few of them, and see which checks (code or LLM
          judges) agree with you. Publish the ones that do as an evaluator that runs in your CI, with honest
          numbers beside it.
        </p>
        <NewOrSample sampleId={sample?.id ?? null} />
      </header>
      <ProjectList projects={projects} />
    </main>
  );
}
