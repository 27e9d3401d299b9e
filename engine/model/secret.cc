#include "engine/model/secret.h"

#include <algorithm>
#include <cstring>
#include <new>

#include <sys/mman.h>
#include <unistd.h>

namespace dgctl::engine {

Secret::Secret(std::string&& value) : size_bytes_(value.size()) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  mapped_bytes_ = (std::max<std::size_t>(size_bytes_, 1) + page - 1) / page * page;
  void* memory =
      ::mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    wipe(value);
    throw std::bad_alloc();
  }
  // Both are hardening: where the system's limits refuse them, the value is still only here.
  ::mlock(memory, mapped_bytes_);
  ::madvise(memory, mapped_bytes_, MADV_DONTDUMP);
  data_ = static_cast<char*>(memory);
  std::memcpy(data_, value.data(), size_bytes_);
  wipe(value);
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_bytes_(std::exchange(other.size_bytes_, 0)),
      mapped_bytes_(std::exchange(other.mapped_bytes_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  clear();
  data_ = std::exchange(other.data_, nullptr);
  size_bytes_ = std::exchange(other.size_bytes_, 0);
  mapped_bytes_ = std::exchange(other.mapped_bytes_, 0);
  return *this;
}

Secret::~Secret() { clear(); }

void Secret::clear() noexcept {
  if (data_ == nullptr) return;
  ::explicit_bzero(data_, mapped_bytes_);
  ::munmap(data_, mapped_bytes_);
  data_ = nullptr;
  size_bytes_ = mapped_bytes_ = 0;
}

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());  // also what stands behind the end, of a longer text before
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace dgctl::engine
