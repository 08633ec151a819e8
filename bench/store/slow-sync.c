/* Makes every sync of a process take SYNC_DELAY_US microseconds more, as on a disk that is slower than this machine's:
 * preloaded by bench/store/slow-sync.sh. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int delayed(const char *name, int fd) {
  int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
  const char *text = getenv("SYNC_DELAY_US");
  long micros = text ? atol(text) : 0;
  struct timespec pause = {micros / 1000000, micros % 1000000 * 1000};
  int result = real(fd);
  nanosleep(&pause, NULL);
  return result;
}

int fsync(int fd) { return delayed("fsync", fd); }

int fdatasync(int fd) { return delayed("fdatasync", fd); }
