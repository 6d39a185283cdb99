package dev.stead.mesh.time;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The clock and the random numbers of a program, as parameters: a run with the same ones can be replayed. As thread-safe as they are.
 *
 * @param random in production a {@link java.security.SecureRandom}: ids come from it, and a guessed id is an attack
 */
public record Environment(InstantSource clock, RandomGenerator random) {}
