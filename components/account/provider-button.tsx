"use client";
import { Button } from "@/components/ui/button";
import { useAuth } from "./use-auth";

const TEN_MINUTES = 600;

/** Signs in at the provider of the organization. An invitation goes along in a cookie, since the provider sends it back to nobody. */
export function ProviderButton({
  next,
  invitation,
}: {
  readonly next: string;
  readonly invitation: string | null;
}) {
  const auth = useAuth();
  return (
    <>
      <Button
        disabled={auth.isPending}
        onClick={() => {
          if (invitation !== null)
            document.cookie = `touchstone-invitation=${encodeURIComponent(invitation)}; path=/; max-age=${TEN_MINUTES}; samesite=lax`;
          const back = { callbackURL: next, errorCallbackURL: "/sign-in" };
          auth.start("/sign-in/social", { provider: "oidc", ...back }, next);
        }}
      >
        Continue with single sign-on
      </Button>
      {auth.problem !== null && (
        <p role="alert" className="text-bad">
          {auth.problem}
        </p>
      )}
    </>
  );
}
