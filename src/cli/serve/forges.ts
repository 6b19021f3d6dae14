import { setTimeout as sleep } from "node:timers/promises";
import type { SecretPlace, Settings } from "../../config/settings.ts";
import { openGithub } from "../../forges/github.ts";
import { openGitlab } from "../../forges/gitlab.ts";
import type { ForgesReader } from "../../http/deps.ts";
import { secretFrom } from "../../notify/secret.ts";
import { createForgeClerk, type ForgeClerkPorts } from "../../runtime/forge-clerk.ts";

export type AnsweringPorts = Pick<ForgeClerkPorts, "desk" | "snapshots" | "leadership" | "now" | "log">;

/** What answers the forges that ask by webhook. */
export interface Answering {
  reader: ForgesReader;
  start: () => void;
  close: () => Promise<void>;
}

/** Takes questions on every replica; the one that leads answers. */
export function openAnswering(
  { forges: { github, gitlab }, publicUrl }: Pick<Settings, "forges" | "publicUrl">,
  ports: AnsweringPorts,
): Answering {
  const secret = (place: SecretPlace) => secretFrom(place, process.env);
  const now = () => Date.now() / 1_000;
  const peers = [
    ...(github === undefined ? [] : [openGithub({ ...github, privateKey: secret(github.privateKey), now })]),
    ...(gitlab === undefined ? [] : [openGitlab({ url: gitlab.url, token: secret(gitlab.token) })]),
  ];
  const ended = new AbortController();
  const clerk = createForgeClerk({
    ...ports,
    peers,
    publicUrl,
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined),
  });
  return {
    reader: {
      ...(github !== undefined && { github: { api: github.api, secret: secret(github.webhookSecret) } }),
      ...(gitlab !== undefined && { gitlab: { secret: secret(gitlab.webhookSecret) } }),
    },
    start: () => {
      if (peers.length > 0) clerk.start();
    },
    close: async () => {
      ended.abort();
      const stopped = clerk.stop();
      await Promise.race([stopped, sleep(1_000, undefined, { ref: false })]);
      await Promise.all(peers.map((each) => each.close()));
      await stopped;
    },
  };
}
