package dev.stead.task.application;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Time and chance: whoever gives the same ones gets the same run. */
public record Circumstances(InstantSource clock, RandomGenerator chance) {}
