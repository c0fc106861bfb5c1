package io.canaryrouter.judge;

/** Requests, and those of them that failed. Owned by the control thread. */
final class FailureCount {
  private long requests;
  private long failures;

  void count(boolean isFailure) {
    requests++;
    failures += isFailure ? 1 : 0;
  }

  void add(FailureCount other) {
    requests += other.requests;
    failures += other.failures;
  }

  void clear() {
    requests = 0;
    failures = 0;
  }

  long requests() {
    return requests;
  }

  /** The share that failed; NaN without requests. */
  double rate() {
    return requests == 0 ? Double.NaN : failures / (double) requests;
  }

  /** For a person: {@code 3 of 200}. */
  @Override
  public String toString() {
    return failures + " of " + requests;
  }
}
