// A run on a system that gives fewer threads than it would use.

#include <atomic>
#include <cerrno>
#include <limits>

#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

#include "engine/edges/error.h"
#include "tests/support/catch.h"
#include "tests/support/world.h"

namespace dgctl::engine {
namespace {

/// How many threads the system still gives.
std::atomic<int>& threads_left() {
  static std::atomic<int> left = std::numeric_limits<int>::max();
  return left;
}

class FewThreads {
 public:
  explicit FewThreads(int left) {
    threads_left() = left;
    ::alarm(600);  // a run that waits for itself ends the test, not the patience of who runs it
  }
  FewThreads(const FewThreads&) = delete;
  FewThreads& operator=(const FewThreads&) = delete;
  ~FewThreads() {
    ::alarm(0);
    threads_left() = std::numeric_limits<int>::max();
  }
};

}  // namespace
}  // namespace dgctl::engine

// The sanitizers', who must learn of every thread; null without them.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): their name
extern "C" [[gnu::weak]] int __interceptor_pthread_create(pthread_t* thread,
                                                          const pthread_attr_t* attributes,
                                                          void* (*start)(void*),
                                                          void* argument) noexcept;

// In the place of libc's, which a limit of processes makes fail; the limit itself does not bind
// every user.
extern "C" int pthread_create(pthread_t* thread,
                              const pthread_attr_t* attributes,
                              void* (*start)(void*),
                              void* argument) noexcept {
  if (dgctl::engine::threads_left().fetch_sub(1) <= 0) return EAGAIN;
  if (__interceptor_pthread_create != nullptr) {
    return __interceptor_pthread_create(thread, attributes, start, argument);
  }
  static const auto kLibc =
      reinterpret_cast<decltype(&::pthread_create)>(::dlsym(RTLD_NEXT, "pthread_create"));
  return kLibc(thread, attributes, start, argument);
}

namespace dgctl::engine {
namespace {

Desired catalogs(int count) {
  tests::DesiredBuilder builder;
  for (int i = 0; i < count; ++i) builder.catalog(std::to_string(i), std::to_string(i));
  return builder.build();
}

TEST_CASE("the threads that there are do the work of those that the system does not give",
          "[executor]") {
  tests::World world;
  world.parallelism = 8;
  const FewThreads few(3);
  CHECK(world.apply(catalogs(8)).done.added == 8);
}

TEST_CASE("a run without a single thread ends and a rerun goes on", "[executor]") {
  tests::World world;
  {
    const FewThreads none(0);
    CHECK_THROWS_AS(world.apply(catalogs(8)), Error);
  }
  CHECK(world.workspace.written.empty());
  CHECK(world.apply(catalogs(8)).done.added == 8);
}

}  // namespace
}  // namespace dgctl::engine
