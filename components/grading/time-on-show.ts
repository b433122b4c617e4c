import type { OutputId } from "@/lib/domain/ids";

type TimeOnShow = {
  /** This output is on show from now on; null: none. */
  readonly see: (outputId: OutputId | null) => void;
  readonly upToNow: () => ReadonlyMap<OutputId, number>;
};

/** Keeps how long each output was on show, in milliseconds, breaks and all: a median of it hardly minds them. */
export function timeOnShow(): TimeOnShow {
  const spent = new Map<OutputId, number>();
  let onShow: OutputId | null = null;
  let since = 0;

  function settle(): void {
    const now = performance.now();
    if (onShow !== null) spent.set(onShow, (spent.get(onShow) ?? 0) + now - since);
    since = now;
  }
  return {
    see: (outputId) => {
      if (outputId === onShow) return;
      settle();
      onShow = outputId;
    },
    upToNow: () => {
      settle();
      return new Map(spent);
    },
  };
}
