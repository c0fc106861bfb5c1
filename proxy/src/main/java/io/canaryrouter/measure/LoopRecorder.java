package io.canaryrouter.measure;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.Stack;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What one event loop has counted and timed since the start.
 *
 * <p>Thread safety: one writer, its event loop, which never waits; any thread may read beside it.
 */
final class LoopRecorder implements Recorder {
  private final StackRecorder blue;
  private final StackRecorder green;
  private final EnumCounters<Outcome> refused = new EnumCounters<>(Outcome.class);
  private final EnumCounters<IdentitySource> identified = new EnumCounters<>(IdentitySource.class);
  private final EnumCounters<Stack> platforms = new EnumCounters<>(Stack.class);
  private final EnumCounters<OverrideReading> overrides = new EnumCounters<>(OverrideReading.class);
  private final AtomicLong crossed = new AtomicLong();
  private final SampleRing ring;
  private final Consumer<String> rescues;

  /** Sends samples to the ring and the reasons of rescues to a counter that all loops share. */
  LoopRecorder(BucketLayout layout, RouteNames names, SampleRing ring, Consumer<String> rescues) {
    this.blue = new StackRecorder(layout, names);
    this.green = new StackRecorder(layout, names);
    this.ring = ring;
    this.rescues = rescues;
  }

  @Override
  public void began(Stack stack) {
    of(stack).began();
  }

  @Override
  public void ended(Sample sample, long firstByteNanos, long totalNanos) {
    of(sample.stack()).ended(sample, firstByteNanos, totalNanos);
    ring.offer(sample);
  }

  @Override
  public void refused(Outcome outcome) {
    refused.increment(outcome);
  }

  @Override
  public void connected(Stack stack, long nanos) {
    of(stack).connected(nanos);
  }

  @Override
  public void identified(IdentitySource source) {
    identified.increment(source);
  }

  @Override
  public void crossed() {
    crossed.lazySet(crossed.getPlain() + 1);
  }

  @Override
  public void overridden(OverrideReading reading) {
    overrides.increment(reading);
  }

  @Override
  public void rescued(String reason) {
    rescues.accept(reason);
  }

  @Override
  public void askedAgain(Stack assigned, Wanting wanting, SecondAnswer answer) {
    of(assigned).askedAgain(wanting, answer);
  }

  @Override
  public void answeredByPlatform(Stack stack) {
    platforms.increment(stack);
  }

  @Override
  public void tunnelOpened(Stack stack) {
    of(stack).tunnelOpened();
  }

  @Override
  public void tunnelClosed(Stack stack) {
    of(stack).tunnelClosed();
  }

  StackRecorder of(Stack stack) {
    return stack == Stack.BLUE ? blue : green;
  }

  long refusedCount(Outcome outcome) {
    return refused.of(outcome);
  }

  long platformCount(Stack stack) {
    return platforms.of(stack);
  }

  long crossedCount() {
    return crossed.get();
  }

  long overrideCount(OverrideReading reading) {
    return overrides.of(reading);
  }

  long identifiedCount(IdentitySource source) {
    return identified.of(source);
  }
}
