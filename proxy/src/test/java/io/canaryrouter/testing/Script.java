package io.canaryrouter.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a {@link FaultyStack} is to answer, and what it was asked.
 *
 * <p>Thread safety: any thread; a lock guards all of it.
 */
final class Script {
  private final Queue<Answer> enqueued = new ArrayDeque<>();
  private final Map<String, Answer> byTarget = new HashMap<>();
  private final BlockingQueue<ReceivedRequest> untaken = new LinkedBlockingQueue<>();
  private final List<ReceivedRequest> received = new ArrayList<>();
  private final List<ReceivedRequest> aside = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private Answer byDefault;
  private volatile int idleMillis;

  Script(Answer byDefault) {
    this.byDefault = byDefault;
  }

  synchronized void enqueue(Answer answer) {
    enqueued.add(answer);
  }

  synchronized void answerByDefault(Answer answer) {
    byDefault = answer;
  }

  synchronized void answerTarget(String target, Answer answer) {
    byTarget.put(target, answer);
  }

  /** Records the request and tells its answer. */
  synchronized Answer take(ReceivedRequest request) {
    Answer fixed = byTarget.get(request.target());
    if (fixed != null) {
      aside.add(request);
      return fixed;
    }
    received.add(request);
    untaken.add(request);
    Answer next = enqueued.poll();
    return next == null ? byDefault : next;
  }

  BlockingQueue<ReceivedRequest> untaken() {
    return untaken;
  }

  synchronized List<ReceivedRequest> received() {
    return List.copyOf(received);
  }

  synchronized List<ReceivedRequest> aside() {
    return List.copyOf(aside);
  }

  synchronized void violation(String what) {
    violations.add(what);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  int idleMillis() {
    return idleMillis;
  }

  void idleMillis(int millis) {
    idleMillis = millis;
  }
}
