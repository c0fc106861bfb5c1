package io.canaryrouter.rollout;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What evidence is about. Of other stacks, other users or another attempt it says nothing.
 * Immutable.
 *
 * @param attempt counts the latches and their releases: with each a new attempt begins
 * @param salt shuffles the users
 * @param blueBuild the build that blue has named; empty when none
 * @param greenBuild the build that green has named; empty when none
 */
record Subject(
    long attempt,
    String salt,
    Basis.Target blue,
    Basis.Target green,
    String blueBuild,
    String greenBuild) {

  /** What a router finds out whose users meet these stacks. */
  static Subject of(State state, Basis met, String blueBuild, String greenBuild) {
    long attempt = 2 * state.latches() - (state.latch() == null ? 0 : 1);
    return new Subject(attempt, met.salt(), met.blue(), met.green(), blueBuild, greenBuild);
  }

  /** Why evidence about this says nothing of another; null when it does, as far as is known. */
  @Nullable String differenceFrom(Subject now) {
    if (attempt != now.attempt) {
      return "everyone has been sent to blue or let back since";
    }
    if (!salt.equals(now.salt)) {
      return "the salt has changed";
    }
    String ofBlue = difference("blue", blue, now.blue, blueBuild, now.blueBuild);
    return ofBlue != null
        ? ofBlue
        : difference("green", green, now.green, greenBuild, now.greenBuild);
  }

  private static @Nullable String difference(
      String stack, Basis.Target before, Basis.Target now, String buildBefore, String buildNow) {
    if (!before.equals(now)) {
      return stack + "'s address or version has changed";
    }
    boolean isKnown = !buildBefore.isEmpty() && !buildNow.isEmpty();
    return isKnown && !buildBefore.equals(buildNow)
        ? stack + " was build " + buildBefore + " and is " + buildNow + " now"
        : null;
  }

  /** A stack that had named its build and has not named one yet; null when there is none. */
  @Nullable String unnamed(Subject now) {
    if (!blueBuild.isEmpty() && now.blueBuild.isEmpty()) {
      return "blue";
    }
    return !greenBuild.isEmpty() && now.greenBuild.isEmpty() ? "green" : null;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(attempt);
    out.writeUTF(salt);
    write(out, blue);
    write(out, green);
    out.writeUTF(blueBuild);
    out.writeUTF(greenBuild);
  }

  private static void write(DataOutput out, Basis.Target target) throws IOException {
    out.writeUTF(target.address());
    out.writeUTF(target.version());
  }

  static Subject readFrom(DataInput in) throws IOException {
    return new Subject(
        in.readLong(), in.readUTF(), target(in), target(in), in.readUTF(), in.readUTF());
  }

  private static Basis.Target target(DataInput in) throws IOException {
    return new Basis.Target(in.readUTF(), in.readUTF());
  }
}
