/** What measurements become for people: error rates, plots and tables. It knows neither engines nor files of embeddings. */
@NullMarked
package dev.stead.benchmarks.report;

import org.jspecify.annotations.NullMarked;
