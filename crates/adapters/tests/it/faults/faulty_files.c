/* Preloaded by a test: fails chosen writes, truncations and syncs of the files of an SQLite database. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

/* What the test writes into the file that the variable FAULTY_FILES names. */
struct control {
    atomic_long seen;  /* calls so far */
    atomic_long first; /* the first call that fails, counted from 1 */
    atomic_long last;  /* the last one */
    atomic_long error; /* the errno of the failure */
    atomic_long torn;  /* whether a write that fails leaves half of its bytes */
};

static struct control *control;

__attribute__((constructor)) static void attach(void) {
    const char *path = getenv("FAULTY_FILES");
    int fd = path ? open(path, O_RDWR) : -1;
    if (fd < 0) return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(fd);
}

static int ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static int is_of_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return ends_with(path, ".db") || ends_with(path, ".db-wal") || ends_with(path, ".db-shm") ||
           ends_with(path, "-journal");
}

static int is_to_fail(int fd) {
    if (!control || !is_of_database(fd)) return 0;
    long number = atomic_fetch_add(&control->seen, 1) + 1;
    return number >= atomic_load(&control->first) && number <= atomic_load(&control->last);
}

static int failed(void) {
    errno = (int)atomic_load(&control->error);
    return -1;
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *bytes, size_t count) {
    typedef ssize_t (*real)(int, const void *, size_t);
    if (!is_to_fail(fd)) return REAL("write", real)(fd, bytes, count);
    if (atomic_load(&control->torn)) REAL("write", real)(fd, bytes, count / 2);
    return failed();
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    typedef ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!is_to_fail(fd)) return REAL("pwrite64", real)(fd, bytes, count, at);
    if (atomic_load(&control->torn)) REAL("pwrite64", real)(fd, bytes, count / 2, at);
    return failed();
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return pwrite64(fd, bytes, count, at);
}

int fsync(int fd) {
    typedef int (*real)(int);
    return is_to_fail(fd) ? failed() : REAL("fsync", real)(fd);
}

int fdatasync(int fd) {
    typedef int (*real)(int);
    return is_to_fail(fd) ? failed() : REAL("fdatasync", real)(fd);
}

int ftruncate64(int fd, off64_t length) {
    typedef int (*real)(int, off64_t);
    return is_to_fail(fd) ? failed() : REAL("ftruncate64", real)(fd, length);
}

int ftruncate(int fd, off_t length) {
    return ftruncate64(fd, length);
}
