package io.canaryrouter.admin;

/** A call that is answered with an error; its message says what to do instead. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final long retrySeconds;

  Problem(int status, String sentence) {
    this(status, sentence, 0);
  }

  /** One that is gone after a while; 0 is unknown. */
  Problem(int status, String sentence, long retrySeconds) {
    // It is an answer and no fault of the program, so nobody needs its stack trace.
    super(sentence, null, false, false);
    this.status = status;
    this.retrySeconds = retrySeconds;
  }

  int status() {
    return status;
  }

  /** When to ask again, in seconds; 0 is unknown. */
  long retrySeconds() {
    return retrySeconds;
  }

  /** The status's reason phrase (RFC 9110 section 15). */
  static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
