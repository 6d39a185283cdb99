package dev.stead.task.storage;

import dev.stead.task.domain.RegisterRecords;

/** What makes values of rows: the register for names, and the mandates and READY tasks that were read before. */
record Reading(RegisterRecords register, MandateTexts mandates, ReadyCache ready) {}
