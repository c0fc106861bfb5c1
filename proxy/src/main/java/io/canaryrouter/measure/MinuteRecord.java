package io.canaryrouter.measure;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import org.jspecify.annotations.Nullable;

/**
 * What became of one route's requests of one stack and epoch within one minute: enough to show, and
 * to judge, them again later. Those that are judged, and those that are not, have a record each.
 *
 * <p>Immutable. Records of one key are merged by adding, whoever made them: pieces of one minute,
 * or several routers that share the traffic. It names no user.
 */
public final class MinuteRecord {
  private final Key key;
  private final Tally tally;
  private final UserSketch users;

  /**
   * What a record is of.
   *
   * @param epochMinute minutes of the wall clock since 1970
   * @param epoch the epoch of the requests' assignment
   * @param green green's weight in that epoch; null when the epoch was too long ago to know
   * @param stack their assigned stack
   * @param route their route's name
   * @param judged whether the hash alone assigned them
   */
  public record Key(
      long epochMinute,
      long epoch,
      @Nullable Weight green,
      Stack stack,
      String route,
      boolean judged) {}

  /** Takes over what nobody else changes any more. */
  MinuteRecord(Key key, Tally tally, UserSketch users) {
    this.key = key;
    this.tally = tally;
    this.users = users;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException with what is wrong when it is no such record
   */
  public static MinuteRecord parse(String json) {
    return MinuteJson.parse(json);
  }

  /** One line of JSON. */
  public String toJson() {
    return MinuteJson.write(this);
  }

  /** What it is of. */
  public Key key() {
    return key;
  }

  /** The figures. */
  public Window window() {
    return tally.toWindow(60);
  }

  /** Its different users. */
  public Users users() {
    return users.users();
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException when the other is of something else
   */
  public MinuteRecord merge(MinuteRecord other) {
    if (!key.equals(other.key)) {
      throw new IllegalArgumentException("not of one kind: " + key + " and " + other.key);
    }
    Tally tallies = new Tally();
    tallies.add(tally);
    tallies.add(other.tally);
    UserSketch sketches = new UserSketch();
    sketches.add(users);
    sketches.add(other.users);
    return new MinuteRecord(key, tallies, sketches);
  }

  Tally tally() {
    return tally;
  }

  UserSketch sketch() {
    return users;
  }
}
