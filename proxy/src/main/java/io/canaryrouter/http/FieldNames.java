package io.canaryrouter.http;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of field names, compared without regard to case (RFC 9110 section 5.1).
 *
 * <p>Immutable. A look-up costs one hash, which Netty caches in the names it parses, and allocates
 * nothing.
 */
final class FieldNames {
  /** Open addressing; a power of two and at least half empty, so that a probe ends soon. */
  private final @Nullable AsciiString[] table;

  private final AsciiString[] prefixes;

  /** One bit for each letter that a prefix begins with; most names need not be compared at all. */
  private final int initials;

  private FieldNames(@Nullable AsciiString[] table, AsciiString[] prefixes) {
    this.table = table;
    this.prefixes = prefixes;
    int bits = 0;
    for (AsciiString prefix : prefixes) {
      bits |= initial(prefix);
    }
    this.initials = bits;
  }

  /** The set of these names; one that ends in {@code *} stands for all that begin so. */
  static FieldNames of(String... names) {
    @Nullable AsciiString[] table =
        new @Nullable AsciiString[Integer.highestOneBit(names.length + 1) * 4];
    List<AsciiString> prefixes = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith("*")) {
        prefixes.add(AsciiString.of(name.substring(0, name.length() - 1)));
      } else {
        AsciiString entry = AsciiString.of(name);
        table[slot(table, entry)] = entry;
      }
    }
    return new FieldNames(table, prefixes.toArray(AsciiString[]::new));
  }

  boolean contains(CharSequence name) {
    if (table[slot(table, name)] != null) {
      return true;
    }
    return name.length() > 0 && (initials & initial(name)) != 0 && hasPrefix(name);
  }

  private boolean hasPrefix(CharSequence name) {
    for (AsciiString prefix : prefixes) {
      if (AsciiString.regionMatchesAscii(name, true, 0, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return false;
  }

  /** The bit of a name's first letter, the same for both cases. */
  private static int initial(CharSequence name) {
    return 1 << (name.charAt(0) & 0x1f);
  }

  /** This set and another one. */
  FieldNames and(FieldNames more) {
    return of(Stream.of(this, more).flatMap(FieldNames::stream).toArray(String[]::new));
  }

  private Stream<String> stream() {
    return Stream.concat(
        Stream.of(table).filter(Objects::nonNull).map(String::valueOf),
        Stream.of(prefixes).map(prefix -> prefix + "*"));
  }

  private static int slot(@Nullable AsciiString[] table, CharSequence name) {
    int slot = spread(AsciiString.hashCode(name)) & (table.length - 1);
    while (true) {
      AsciiString entry = table[slot];
      if (entry == null || entry.contentEqualsIgnoreCase(name)) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }
}
