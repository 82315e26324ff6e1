package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * Looks at a JVM from outside, again and again. Each look has it collect its garbage, so
 * that what is left is what it holds. The samples may be read once it is closed.
 */
final class ProcessWatch implements AutoCloseable {

	private static final double MEGABYTE = 1 << 20;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

	private final List<ProcessSample> samples = new ArrayList<>();

	private final ChildJvm jvm;

	private final JMXConnector connector;

	private final MemoryMXBean memory;

	private final ThreadMXBean threads;

	private final UnixOperatingSystemMXBean system;

	private final long start = System.nanoTime();

	private long lastNanos = this.start;

	private long lastCpuNanos;

	private ProcessWatch(ChildJvm jvm, JMXConnector connector) throws IOException {
		this.jvm = jvm;
		this.connector = connector;
		MBeanServerConnection beans = connector.getMBeanServerConnection();
		this.memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
		this.threads = ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class);
		this.system = ManagementFactory.getPlatformMXBean(beans, UnixOperatingSystemMXBean.class);
		this.lastCpuNanos = this.system.getProcessCpuTime();
	}

	/**
	 * Begin to look at a JVM.
	 * @param jvm the JVM
	 * @param interval time between two looks
	 * @return the watch
	 * @throws IOException if the JVM lets nobody look
	 */
	static ProcessWatch start(ChildJvm jvm, Duration interval) throws IOException {
		JMXConnector connector = connect(jvm.pid());
		ProcessWatch watch = new ProcessWatch(jvm, connector);
		watch.executor.scheduleAtFixedRate(watch::look, interval.toMillis(), interval.toMillis(),
				TimeUnit.MILLISECONDS);
		return watch;
	}

	private static JMXConnector connect(long pid) throws IOException {
		try {
			VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
			try {
				return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
			}
			finally {
				machine.detach();
			}
		}
		catch (AttachNotSupportedException ex) {
			throw new IOException("Process %d cannot be watched".formatted(pid), ex);
		}
	}

	private void look() {
		this.memory.gc();
		long now = System.nanoTime();
		long cpu = this.system.getProcessCpuTime();
		double percent = 100.0 * (cpu - this.lastCpuNanos) / (now - this.lastNanos);
		this.lastNanos = now;
		this.lastCpuNanos = cpu;
		this.samples
			.add(new ProcessSample((now - this.start) / 1e9, this.memory.getHeapMemoryUsage().getUsed() / MEGABYTE,
					this.jvm.residentMegabytes() - this.memory.getHeapMemoryUsage().getCommitted() / MEGABYTE,
					this.threads.getThreadCount(), this.system.getOpenFileDescriptorCount(), percent));
	}

	List<ProcessSample> samples() {
		return List.copyOf(this.samples);
	}

	@Override
	public void close() throws IOException {
		this.executor.shutdown();
		try {
			this.executor.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.connector.close();
	}

}
