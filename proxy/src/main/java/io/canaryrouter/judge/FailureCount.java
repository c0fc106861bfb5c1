package io.canaryrouter.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(requests);
    out.writeLong(failures);
  }

  static FailureCount readFrom(DataInput in) throws IOException {
    FailureCount count = new FailureCount();
    count.requests = in.readLong();
    count.failures = in.readLong();
    if (count.failures < 0 || count.failures > count.requests) {
      throw new IOException("the evidence is damaged: " + count + " failures");
    }
    return count;
  }

  /** For a person: {@code 3 of 200}. */
  @Override
  public String toString() {
    return failures + " of " + requests;
  }
}
