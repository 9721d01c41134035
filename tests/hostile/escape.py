"""Getting out: to files, the network, other processes and rarely used parts of the kernel."""

from autograder.report import Status

from .corpus import fruitless, stopped

# -- files


@stopped("landlock")
def read_a_file_of_the_grader():
    """Read a file that every user of the machine may read."""
    return "print(open(SECRET).read())"


@stopped("landlock")
def write_outside():
    """Write into a folder that every user of the machine may write to."""
    return "open(MARKER, 'w').write('was here')"


@stopped("landlock")
def list_a_folder():
    """See which files the grader keeps."""
    return "import os; print(os.listdir(FOLDER))"


@stopped()
def read_the_hidden_checks():
    """Read the hidden checks where they lie."""
    return "print(open(CHECKS + '/late-labels/test_hidden.py').read())"


@stopped()
def read_the_solutions():
    """Read the reference solution where it lies."""
    return "exec(open(SOLUTIONS).read())"


@stopped()
def import_the_checks():
    """Import the judge's own modules, and through them the checks."""
    return "from autograder.suite import suite; print(suite('w97_host'))"


@stopped("landlock")
def follow_a_link_out():
    """Make a symbolic link in the scratch space and read through it."""
    return "import os; os.symlink(SECRET, 'link'); print(open('link').read())"


@stopped("landlock")
def make_a_hard_link():
    """Give a file of the grader a second name that may be opened."""
    return "import os; os.link(SECRET, os.path.dirname(MARKER) + '/linked')"


@stopped("landlock")
def move_a_file_out():
    """Write in the scratch space, then rename the file to a place outside."""
    return """
        import os, shutil
        open("mine", "w").write("was here")
        shutil.move("mine", MARKER)
    """


@stopped("landlock")
def truncate_a_file():
    """Empty a file without opening it."""
    return "import os; os.truncate(SECRET, 0)"


@stopped("landlock")
def climb_with_dots():
    """Read by a path that climbs to the root and down again."""
    return "print(open('../' * 40 + SECRET.lstrip('/')).read())"


@stopped("landlock")
def read_through_proc():
    """Read by way of the root folder of a process in /proc."""
    return "print(open('/proc/self/root' + SECRET).read())"


@stopped("landlock")
def attach_a_database():
    """Let SQLite's own C code make a file outside."""
    return """
        import sqlite3
        sqlite3.connect(":memory:").execute(f"ATTACH DATABASE '{MARKER}' AS out")
        sqlite3.connect(MARKER).execute("CREATE TABLE t (x)")
    """


@fruitless("seccomp")
def change_a_mode():
    """Change the mode of a file, which Landlock does not mediate."""
    return "import os; os.chmod(SECRET, 0o600)"


@fruitless("everything")
def age_a_file():
    """Change the time of a file, which Landlock does not mediate."""
    return "import os; os.utime(SECRET, (1, 1))"


@fruitless("landlock")
def leave_files_in_shared_folders():
    """Leave a message in the folders that all processes share."""
    return """
        for folder in ("/tmp", "/var/tmp", "/dev/shm"):
            try:
                open(f"{folder}/{NAME}", "w").write("for my friend")
            except OSError:
                continue
    """


# -- network


@stopped("everything")
def connect_by_tcp():
    """Send the exercise to somebody who waits."""
    return "import socket; socket.create_connection(('127.0.0.1', PORT), 1)"


@stopped("everything")
def fetch_a_page():
    """Ask a web server, with the loot in the address."""
    return """
        import urllib.request, urllib.error
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/?loot=1", timeout=0.2)
        except TimeoutError:
            pass
    """


@stopped("seccomp")
def send_a_datagram():
    """Use UDP, which Landlock does not mediate."""
    return """
        import socket
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hi", ("127.0.0.1", UDP_PORT))
    """


@stopped("everything")
def connect_to_an_abstract_socket():
    """Use a Unix socket without a file."""
    return """
        import socket
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).connect("\\0" + NAME)
    """


@stopped("seccomp")
def ask_the_kernel_by_netlink():
    """List the machine's network interfaces."""
    return "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"


@stopped("everything")
def listen():
    """Open a door from inside."""
    return "import socket; socket.create_server(('127.0.0.1', 0))"


# -- processes


@stopped("seccomp")
def fork():
    """Leave a child behind that outlives the grading."""
    return """
        import os, time
        if os.fork() == 0:
            time.sleep(1)
            os._exit(0)
    """


@stopped("seccomp")
def run_a_program():
    """Run a shell."""
    return "import subprocess; subprocess.run(['/bin/sh', '-c', 'exit 0'], check=True)"


@stopped("seccomp")
def become_a_program():
    """Replace the process by one without the worker's manners."""
    return """
        import os
        try:
            os.execv("/nonexistent", ["x"])
        except FileNotFoundError:
            pass
    """


@stopped("seccomp")
def spawn_by_posix():
    """Start a process by another door of the C library."""
    return "import os; os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)"


@stopped("seccomp")
def start_a_pool():
    """Start processes as multiprocessing does."""
    return """
        import multiprocessing
        process = multiprocessing.get_context("fork").Process(target=int)
        process.start()
        process.join()
    """


@stopped("everything")
def signal_the_template():
    """Send a harmless signal to the parent, as one would a deadly one."""
    return "import os; os.kill(os.getppid() or TEMPLATE, 0)"


@stopped()
def signal_the_judge():
    """Send the judge a signal."""
    return "import os; os.kill(JUDGE, 0)"


@stopped("seccomp")
def have_a_signal_sent():
    """Let the kernel signal another process when a pipe becomes ready."""
    return """
        import fcntl, os
        reader, writer = os.pipe()
        fcntl.fcntl(reader, fcntl.F_SETOWN, os.getppid() or 1)
    """


@stopped()
def read_the_judges_memory():
    """Read another process by a system call made for debuggers."""
    return """
        import ctypes, os
        class Vector(ctypes.Structure):
            _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
        buffer = ctypes.create_string_buffer(8)
        local, remote = Vector(ctypes.addressof(buffer), 8), Vector(id(None), 8)
        libc = ctypes.CDLL(None, use_errno=True)
        for pid in (JUDGE, TEMPLATE, os.getppid()):
            if libc.process_vm_readv(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0) > 0:
                break
        else:
            raise PermissionError("not readable")
    """


@stopped()
def look_at_other_processes():
    """Read the command line and the memory map of the judge."""
    return "print(open(f'/proc/{JUDGE}/maps').read()[:100])"


# -- kernel interfaces


def system_call(number: int, *arguments: int) -> str:
    """Make a system call by number; raises if the kernel refuses."""
    listed = ", ".join(str(argument) for argument in arguments)
    return f"""
        import ctypes, os, platform
        if platform.machine() != "x86_64":
            raise OSError("other numbers")
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syscall({number}, {listed}) < 0:
            raise OSError(ctypes.get_errno(), "refused")
    """


@stopped("seccomp")
def make_an_anonymous_file():
    """A file in memory, which no folder's limit counts."""
    return "import os; os.memfd_create('hidden')"


@stopped("seccomp")
def share_memory():
    """A memory segment that outlives its process."""
    return """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        segment = libc.shmget(0, 4096, 0o600)
        if segment < 0:
            raise OSError(ctypes.get_errno(), "shmget")
        libc.shmctl(segment, 0, None)
    """


@stopped()
def make_an_io_ring():
    """io_uring, which does system calls that no filter sees."""
    return """
        import ctypes, platform
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syscall(425, 4, ctypes.create_string_buffer(120)) < 0:
            raise OSError(ctypes.get_errno(), "io_uring_setup")
    """


@stopped("seccomp")
def trace_oneself():
    """ptrace, the way into other processes."""
    return "import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0"


@stopped("seccomp")
def enter_a_user_namespace():
    """Become root in a namespace of one's own, where much of the kernel is open."""
    return """
        import ctypes
        if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
    """


@stopped()
def become_root():
    """Ask to be user 0."""
    return "import os; os.setuid(0); assert os.getuid() == 0"


@stopped("seccomp")
def raise_the_limits():
    """Change one's own limits."""
    return """
        import resource
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))
    """


@stopped("seccomp")
def use_the_kernels_keyring():
    """Ask for a keyring, a store outside every file system: keyctl(0, -3)."""
    return system_call(250, 0, -3, 0, 0, 0)


@stopped("seccomp", status=Status.REVIEW, says="crashed (ended by SIGSYS)")
def speak_another_dialect():
    """A system call by the numbers of the x32 convention, to slip past a filter of names."""
    return """
        import ctypes, platform
        if platform.machine() != "x86_64":
            import os, signal
            os.kill(os.getpid(), signal.SIGSYS)
        ctypes.CDLL(None).syscall(0x40000000 + 39)
    """
