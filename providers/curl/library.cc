#include "providers/curl/library.h"

#include <cstdlib>
#include <cstring>
#include <mutex>

#include <curl/curl.h>
#include <malloc.h>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

void wiping_free(void* memory) {
  if (memory == nullptr) return;
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  std::free(memory);
}

void* wiping_realloc(void* memory, std::size_t size) {
  if (memory == nullptr) return std::malloc(size);
  const std::size_t before = ::malloc_usable_size(memory);
  if (size <= before && size > 0) return memory;
  void* moved = std::malloc(size > 0 ? size : 1);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, before < size ? before : size);
  wiping_free(memory);
  return moved;
}

char* copied(const char* text) { return ::strdup(text); }

void initialise() {
  ::unsetenv("SSLKEYLOGFILE");
  const CURLcode code = curl_global_init_mem(
      CURL_GLOBAL_DEFAULT, std::malloc, wiping_free, wiping_realloc, copied, std::calloc);
  if (code != CURLE_OK) {
    throw engine::Error(std::string("libcurl cannot be used: ") + curl_easy_strerror(code));
  }
}

}  // namespace

void use_library() {
  static std::once_flag once;
  std::call_once(once, initialise);
}

}  // namespace dgctl::providers
