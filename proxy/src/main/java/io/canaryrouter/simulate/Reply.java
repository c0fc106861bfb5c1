package io.canaryrouter.simulate;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample.Remark;

/** How a stack answers a request. */
enum Reply {
  SERVED(200, Outcome.OK),
  FAILED(500, Outcome.SERVER_ERROR),
  /** Its connections are refused; blue answers in its place. */
  REFUSED(200, Outcome.REFUSED),
  UNAUTHORIZED(401, Outcome.AUTH),
  FORBIDDEN(403, Outcome.AUTH),
  UNPROCESSABLE(422, Outcome.CLIENT_ERROR),
  /** A redirect to the address that was asked for. */
  LOOP(302, Outcome.OK);

  final int status;
  final Outcome outcome;

  Reply(int status, Outcome outcome) {
    this.status = status;
    this.outcome = outcome;
  }

  Remark remark() {
    return this == LOOP ? Remark.SELF_REDIRECT : Remark.NONE;
  }
}
