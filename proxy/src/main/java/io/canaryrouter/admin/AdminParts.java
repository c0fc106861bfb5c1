package io.canaryrouter.admin;

import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.measure.Measurements;
import io.canaryrouter.rollout.Commands;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Splitter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the admin port shows and moves.
 *
 * @param name of the router, as its operators call it
 * @param commands changes the split, and tells what the control thread knows
 * @param splitter the split in force
 * @param measurements the figures
 * @param identifier reads tokens that somebody asks about; a reload may change it
 * @param rules who goes where, beside the weight; a reload may change it
 * @param edge what the data plane tells of itself
 * @param reload reads the configuration again
 * @param version of the router
 * @param nanoClock monotonic, for the uptime
 * @param epochMillis wall clock, by which overrides end
 */
public record AdminParts(
    String name,
    Commands commands,
    Splitter splitter,
    Measurements measurements,
    Supplier<UserIdentifier> identifier,
    Supplier<Rules> rules,
    Edge edge,
    Reload reload,
    String version,
    LongSupplier nanoClock,
    LongSupplier epochMillis) {}
