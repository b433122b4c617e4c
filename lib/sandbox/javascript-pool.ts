import type { Child, Program } from "./child";
import { createRegister, type Pool } from "./pool";

const quickjs: Program = {
  script: "javascript-child.mjs",
  args: [],
  reads: ["node_modules/quickjs-emscripten/", "node_modules/quickjs-emscripten-core/", "node_modules/@jitl/"],
};

/** QuickJS gets a fresh runtime a chunk, so its processes can be used again by other assertions. */
export function createJavascriptPool(size: number): Pool {
  const register = createRegister();
  const idle: Child[] = [];
  return {
    take: async () => {
      for (let child = idle.pop(); child; child = idle.pop()) {
        if (child.isAlive()) return child;
        register.end(child);
      }
      return register.start(quickjs);
    },
    giveBack: (child) => {
      if (child.isAlive() && idle.length < size && !register.isClosed()) idle.push(child);
      else register.end(child);
    },
    close: register.close,
  };
}
