package dev.stead.task.storage;

import dev.stead.task.application.port.Repositories;

/** What rows are read with: the registry for names, and the mandates and READY tasks that were read before. */
record ReadContext(Repositories.Registry registry, MandateCache mandates, ReadCache cache) {}
