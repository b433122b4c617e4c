"use client";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { joinProjectAction } from "@/lib/actions/members";

export function JoinButton({ token, name }: { readonly token: string; readonly name: string }) {
  const router = useRouter();
  const join = useAction(joinProjectAction);
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        variant="primary"
        disabled={join.isPending}
        onClick={() =>
          join.start({ token }, (result) => {
            if (result.ok) router.push(`/projects/${result.value.projectId}/outputs`);
          })
        }
      >
        {`Join as ${name}`}
      </Button>
      {join.problem !== null && (
        <p role="alert" className="text-bad">
          {join.problem}
        </p>
      )}
    </div>
  );
}
