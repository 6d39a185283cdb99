package dev.stead.task.domain;

/** What a delegator asks for. */
public record Proposal(Parties parties, OrderKey order, Mandate mandate) {}
