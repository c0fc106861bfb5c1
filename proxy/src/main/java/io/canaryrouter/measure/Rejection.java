package io.canaryrouter.measure;

import java.util.Optional;

/** The statuses 400 to 499 by what they usually mean: never an error, but their mix tells. */
public enum Rejection {
  BAD_REQUEST("400"),
  UNAUTHORIZED("401"),
  FORBIDDEN("403"),
  NOT_FOUND("404"),
  CONFLICT("409"),
  UNPROCESSABLE("422"),
  TOO_MANY_REQUESTS("429"),
  OTHER("other");

  private final String label;

  Rejection(String label) {
    this.label = label;
  }

  /** The name as metrics and the API write it: the status, or {@code other}. */
  public String label() {
    return label;
  }

  /** What the stack told the client, when that was a 4xx. */
  static Optional<Rejection> of(Sample sample) {
    return sample.outcome() == Outcome.CLIENT_ERROR || sample.outcome() == Outcome.AUTH
        ? Optional.of(ofStatus(sample.status()))
        : Optional.empty();
  }

  private static Rejection ofStatus(int status) {
    return switch (status) {
      case 400 -> BAD_REQUEST;
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 409 -> CONFLICT;
      case 422 -> UNPROCESSABLE;
      case 429 -> TOO_MANY_REQUESTS;
      default -> OTHER;
    };
  }
}
