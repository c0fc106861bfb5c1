package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from a stack's answers which build of its application they come from.
 *
 * <p>Thread safety: shared by all event loops; immutable {@link Builds} behind one volatile
 * reference, changed by compare-and-set. Cost of an answer: none where no field names a build, else
 * a look-up and at most a few comparisons, and a write once a second.
 */
final class BuildWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BuildWatch.class);

  private static final AtomicReferenceFieldUpdater<BuildWatch, Builds> BUILDS =
      AtomicReferenceFieldUpdater.newUpdater(BuildWatch.class, Builds.class, "builds");

  private final Stack stack;
  private final @Nullable String versionHeader;
  private final LongSupplier nanoClock;
  private volatile Builds builds = Builds.NONE;

  /**
   * Watches one stack.
   *
   * @param versionHeader the field that names a build; null is none
   */
  BuildWatch(Stack stack, @Nullable String versionHeader, LongSupplier nanoClock) {
    this.stack = stack;
    this.versionHeader = versionHeader;
    this.nanoClock = nanoClock;
  }

  /** What is known. */
  Builds builds() {
    return builds;
  }

  /** Takes over what is known of the same stack, if the same field named it. */
  void inherit(BuildWatch before) {
    if (Objects.equals(versionHeader, before.versionHeader)) {
      builds = before.builds;
    }
  }

  /** An answer of the stack has these fields. */
  void answered(HttpHeaders fields) {
    String build = versionHeader == null ? null : Builds.read(fields.get(versionHeader));
    if (build != null) {
      named(build, nanoClock.getAsLong());
    }
  }

  private void named(String build, long nowNanos) {
    Builds before = builds;
    Builds after = before.named(build, nowNanos);
    while (!after.equals(before) && !BUILDS.compareAndSet(this, before, after)) {
      before = builds;
      after = before.named(build, nowNanos);
    }
    if (after.isCrowded() && !before.isCrowded()) {
      LOG.warn(
          "{} names so many builds in {} that it can be no version; further ones are passed over",
          stack.label(),
          versionHeader);
    }
  }
}
