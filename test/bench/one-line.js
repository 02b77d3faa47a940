// The floor: an ES module that prints one line.
console.log('authrig');
