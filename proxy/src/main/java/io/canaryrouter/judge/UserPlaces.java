package io.canaryrouter.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of users by the place of their hash ({@link UserHash#place}).
 *
 * <p>Memory: 128 KiB, whatever it holds. Two users may share a place; the second then counts as
 * known. Which stack a user is on has nothing to do with its place, so this costs evidence but
 * favours no stack; at 10,000 affected users it costs half a percent of them, and when every place
 * is taken nobody is new any more. Not thread-safe.
 */
final class UserPlaces {
  /** Sets at least this large are written as bits, smaller ones as gaps. */
  private static final int DENSE = 1 << 16;

  private final long[] words = new long[UserHash.PLACES / Long.SIZE];
  private int size;

  /** Whether the place was free until now. */
  boolean add(int place) {
    if (contains(place)) {
      return false;
    }
    words[place / Long.SIZE] |= 1L << place;
    size++;
    return true;
  }

  boolean contains(int place) {
    return (words[place / Long.SIZE] & (1L << place)) != 0;
  }

  int size() {
    return size;
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(words, 0);
      size = 0;
    }
  }

  /** The places in ascending order. */
  void forEach(IntConsumer action) {
    for (int i = 0; i < words.length; i++) {
      for (long rest = words[i]; rest != 0; rest &= rest - 1) {
        action.accept(i * Long.SIZE + Long.numberOfTrailingZeros(rest));
      }
    }
  }

  /** Four bytes and about one to three for each user, never more than 192 KiB. */
  void writeTo(DataOutput out) throws IOException {
    out.writeInt(size);
    if (size >= DENSE) {
      for (long word : words) {
        out.writeLong(word);
      }
      return;
    }
    int previous = -1;
    for (int i = 0; i < words.length; i++) {
      for (long rest = words[i]; rest != 0; rest &= rest - 1) {
        int place = i * Long.SIZE + Long.numberOfTrailingZeros(rest);
        writeGap(out, place - previous - 1);
        previous = place;
      }
    }
  }

  /**
   * Becomes what was written.
   *
   * @throws IOException when it is cut off or no set of users
   */
  void readFrom(DataInput in) throws IOException {
    clear();
    int count = in.readInt();
    if (count < 0 || count > UserHash.PLACES) {
      throw new IOException("the evidence is damaged: a set of " + count + " users");
    }
    if (count >= DENSE) {
      readWords(in);
    } else {
      readGaps(in, count);
    }
    if (size != count) {
      throw new IOException("the evidence is damaged: a set of " + count + " users holds " + size);
    }
  }

  private void readWords(DataInput in) throws IOException {
    for (int i = 0; i < words.length; i++) {
      words[i] = in.readLong();
      size += Long.bitCount(words[i]);
    }
  }

  private void readGaps(DataInput in, int count) throws IOException {
    int place = -1;
    for (int i = 0; i < count; i++) {
      place += 1 + readGap(in);
      if (place >= UserHash.PLACES) {
        throw new IOException("the evidence is damaged: a user at place " + place);
      }
      add(place);
    }
  }

  /** Seven bits a byte, the lowest first. */
  private static void writeGap(DataOutput out, int gap) throws IOException {
    int rest = gap;
    while (rest >= 0x80) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readGap(DataInput in) throws IOException {
    int gap = 0;
    for (int shift = 0; shift < 21; shift += 7) {
      int next = in.readUnsignedByte();
      gap |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return gap;
      }
    }
    throw new IOException("the evidence is damaged: a gap of more than 2^21 users");
  }
}
