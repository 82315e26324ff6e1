package org.faustspring.benchmarks.harness;

/**
 * What a process takes at one moment.
 *
 * @param seconds since it was first looked at
 * @param liveHeap megabytes of heap that are in use right after a collection
 * @param nativeMemory megabytes of resident memory that are not heap
 * @param threads number of threads
 * @param files number of open files and connections
 * @param cpuPercent processor time since the sample before, of one processor
 */
record ProcessSample(double seconds, double liveHeap, double nativeMemory, int threads, long files, double cpuPercent) {

}
