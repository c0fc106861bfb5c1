/** The YAML file as the parts' settings; with cli the only reader of YAML and environment. */
@NullMarked
package io.canaryrouter.config;

import org.jspecify.annotations.NullMarked;
