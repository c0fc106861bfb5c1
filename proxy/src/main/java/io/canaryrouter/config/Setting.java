package io.canaryrouter.config;

import java.util.List;

/**
 * One key's value in force, for {@code check --explain}.
 *
 * @param key the key
 * @param texts its texts, variables replaced
 * @param isDefault whether the file does not mention it
 */
record Setting(Key<?> key, List<String> texts, boolean isDefault) {}
