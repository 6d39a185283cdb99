package dev.stead.task.domain.task;

import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.order.OrderKey;

/** What a delegator proposes. */
public record Proposal(Parties parties, OrderKey order, Mandate mandate) {}
