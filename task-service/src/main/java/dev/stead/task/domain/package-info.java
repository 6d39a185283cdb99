/**
 * What may be done in whose stead: tasks with their mandates, orders, terminals, people and what they are told. Types, rules, use
 * cases and ports; the JDK only. It must not know how anything is stored, sent, signed or settled.
 */
@NullMarked
package dev.stead.task.domain;

import org.jspecify.annotations.NullMarked;
