package io.canaryrouter.testing;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong, or otherwise than usual, around an answer. */
public sealed interface Fault extends Answer {
  /** The answer that the fault befalls. */
  Answer then();

  @Override
  default void play(Turn turn) throws IOException {
    then().play(turn);
  }

  @Override
  default boolean waitsForBody() {
    return then().waitsForBody();
  }

  @Override
  default boolean sendsContinue() {
    return then().sendsContinue();
  }

  @Override
  default @Nullable Gate bodyGate() {
    return then().bodyGate();
  }

  /** See {@link Answer#early()}. */
  record Early(Answer then) implements Fault {
    @Override
    public boolean waitsForBody() {
      return false;
    }
  }

  /** See {@link Answer#withoutContinue()}. */
  record WithoutContinue(Answer then) implements Fault {
    @Override
    public boolean sendsContinue() {
      return false;
    }
  }

  /** See {@link Answer#readingBodyAfter}. */
  record BodyHeld(Gate gate, Answer then) implements Fault {
    @Override
    public Gate bodyGate() {
      return gate;
    }
  }

  /** See {@link Answer#after} and {@link Answer#pausedAfter}. */
  record Paused(int bytes, Gate gate, Answer then) implements Fault {
    @Override
    public void play(Turn turn) throws IOException {
      then.play(turn.stoppingAt(bytes, gate::await));
    }
  }

  /** See {@link Answer#trickled}. */
  record Trickled(Gate gate, Answer then) implements Fault {
    @Override
    public void play(Turn turn) throws IOException {
      then.play(turn.stoppingAtEachByte(gate::await));
    }
  }

  /** See {@link Answer#resetAfter}. */
  record ResetAfter(int bytes, Answer then) implements Fault {
    @Override
    public void play(Turn turn) throws IOException {
      then.play(turn.stoppingAt(bytes, turn::reset));
      turn.reset();
    }
  }

  /** See {@link Answer#closedAfter}. */
  record CloseAfter(int bytes, Answer then) implements Fault {
    @Override
    public void play(Turn turn) throws IOException {
      then.play(turn.stoppingAt(bytes, turn::close));
      turn.close();
    }
  }

  /** See {@link Answer#afterInformational}. */
  record AfterInformational(int status, List<String> fields, Answer then) implements Fault {
    @Override
    public void play(Turn turn) throws IOException {
      turn.write(Turn.head(status, fields) + "\r\n");
      then.play(turn);
    }
  }
}
