/**
 * Programs that people run: each is one class with a {@code main}, started by its name through
 * {@link dev.linnet.examples.Examples}.
 *
 * <p>{@link dev.linnet.examples.Example} is what they share: {@code --help}, and one line and status 2 for a bad option.
 * Options that several have are classes of their own ({@link dev.linnet.examples.MnistSource},
 * {@link dev.linnet.examples.TrainingOptions}, {@link dev.linnet.examples.ModelDestination}). A new example is entered in
 * {@code Examples}, its data in {@code src/main/resources} with a notice of authorship and licence.
 */
package dev.linnet.examples;
