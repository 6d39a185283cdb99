/** What the use cases need from outside: the unit of work with its repositories. A port knows the domain and nothing else of this service. */
@NullMarked
package dev.stead.payment.application.port;

import org.jspecify.annotations.NullMarked;
