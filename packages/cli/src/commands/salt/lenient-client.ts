/**
 * `exit_codes: salt`: a target that cannot be evaluated means nobody, as in real Salt; the reason is said all the same.
 */
import type { Answer, JobClient, JobRequest, PublishedJob } from "@salt/client";
import { TargetError } from "@salt/core";
import { EXIT } from "../exit-status.js";
import type { Screen } from "../screen.js";

type Client = Pick<JobClient, "publish" | "collect">;

/** A client whose jobs with wrong targets match nobody. */
export class LenientClient implements Client {
  readonly #client: Client;
  readonly #screen: Pick<Screen, "complain">;
  #isUnclosed = false;

  constructor(client: Client, screen: Pick<Screen, "complain">) {
    this.#client = client;
    this.#screen = screen;
  }

  async publish(
    request: JobRequest,
    options?: { readonly listen?: boolean },
  ): Promise<PublishedJob | undefined> {
    try {
      return await this.#client.publish(request, options);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      this.#isUnclosed ||= error.details.unclosed === true;
      this.#screen.complain(error.message);
      return undefined;
    }
  }

  collect(...args: Parameters<Client["collect"]>): AsyncGenerator<Answer, void, undefined> {
    return this.#client.collect(...args);
  }

  /**
   * The status that real Salt ends with where answers are printed as they come. Its master closes parentheses that are
   * left open, its minions do not: the job goes out, and then nobody answers.
   */
  statusOf(status: number): number {
    return this.#isUnclosed && status === EXIT.nothing ? EXIT.failed : status;
  }
}
