package io.canaryrouter.config;

import java.util.List;

/**
 * What the file says at a key, not yet interpolated.
 *
 * @param place where the value begins
 * @param texts the scalars: exactly one but for lists
 */
record Entry(Place place, List<Scalar> texts) {

  /** One scalar's text and where it stands. */
  record Scalar(Place place, String text) {}
}
