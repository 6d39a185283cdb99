package dev.stead.task.storage;

import dev.stead.task.application.port.RegistryRecords;

/** What makes values of rows: the register for names, and the mandates and READY tasks that were read before. */
record Reading(RegistryRecords register, MandateCache mandates, ReadyCache ready) {}
