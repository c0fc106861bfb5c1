package io.canaryrouter.testing;

import com.github.benmanes.caffeine.cache.Cache;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an object keeps, in bytes: by counting what its fields lead to, not by asking a collector of
 * garbage. Headers are taken as 16 bytes, references as 4. A class that it does not know how to
 * count fails the test, so that nothing grows unseen.
 */
public final class Footprint {
  private static final int HEADER = 16;
  private static final int REFERENCE = 4;
  private static final int ENTRY = 48;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> open = new ArrayDeque<>();
  private long bytes;

  private Footprint() {}

  /** The bytes of an object and of everything that it leads to. */
  public static long of(Object root) {
    Footprint footprint = new Footprint();
    footprint.visit(root);
    while (!footprint.open.isEmpty()) {
      footprint.count(footprint.open.pop());
    }
    return footprint.bytes;
  }

  private void visit(@Nullable Object object) {
    boolean isShared = object instanceof Enum || object instanceof Class || isFunction(object);
    if (object != null && !isShared && seen.add(object)) {
      open.push(object);
    }
  }

  private static boolean isFunction(@Nullable Object object) {
    return object != null && object.getClass().isHidden();
  }

  private void count(Object object) {
    bytes += HEADER;
    if (object.getClass().isArray()) {
      countArray(object);
    } else if (object.getClass().getName().startsWith("io.canaryrouter.")) {
      countFields(object);
    } else {
      countKnown(object);
    }
  }

  private void countArray(Object array) {
    Class<?> type = array.getClass().getComponentType();
    bytes += (long) Array.getLength(array) * size(type);
    if (array instanceof Object[] objects) {
      for (Object each : objects) {
        visit(each);
      }
    }
  }

  private void countFields(Object object) {
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          bytes += size(field.getType());
          if (!field.getType().isPrimitive()) {
            visit(value(field, object));
          }
        }
      }
    }
  }

  private static @Nullable Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " cannot be read", e);
    }
  }

  private void countKnown(Object object) {
    if (object instanceof Map<?, ?> map) {
      bytes += (long) map.size() * ENTRY;
      map.forEach((key, value) -> {
        visit(key);
        visit(value);
      });
    } else if (object instanceof Collection<?> collection) {
      bytes += (long) collection.size() * ENTRY;
      collection.forEach(this::visit);
    } else if (object instanceof AtomicLongArray longs) {
      bytes += HEADER + (long) longs.length() * Long.BYTES;
    } else if (object instanceof AtomicReferenceArray<?> references) {
      bytes += HEADER + (long) references.length() * REFERENCE;
      for (int i = 0; i < references.length(); i++) {
        visit(references.get(i));
      }
    } else if (object instanceof Cache<?, ?> cache) {
      visit(new HashMap<>(cache.asMap()));
    } else if (object instanceof BitSet bits) {
      bytes += HEADER + bits.size() / Byte.SIZE;
    } else if (object instanceof String text) {
      bytes += HEADER + 2L * text.length();
    } else if (object instanceof Optional<?> optional) {
      visit(optional.orElse(null));
    } else if (object instanceof AtomicReference<?> reference) {
      visit(reference.get());
    } else if (isSmall(object)) {
      bytes += Long.BYTES;
    } else {
      throw new AssertionError("nobody has said how to count a " + object.getClass());
    }
  }

  private static boolean isSmall(Object object) {
    return object instanceof Number
        || object instanceof AtomicLong
        || object instanceof OptionalLong
        || object instanceof OptionalDouble
        || object instanceof RandomGenerator
        || object instanceof java.util.Comparator;
  }

  private static int size(Class<?> type) {
    if (!type.isPrimitive()) {
      return REFERENCE;
    }
    if (type == long.class || type == double.class) {
      return Long.BYTES;
    }
    return type == boolean.class || type == byte.class ? 1 : Integer.BYTES;
  }
}
